/** Where the page lives on the desktop. Its own scheme: nothing on the network can be of the same origin. */
export const pageScheme = 'app';
export const pageHost = 'wheelhouse';
export const pageUrl = `${pageScheme}://${pageHost}/index.html`;

/** Whether an address is one of our page. `URL.origin` is "null" for schemes that the URL standard does not know. */
export const isPageUrl = (address: string): boolean => {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === `${pageScheme}:` && url.host === pageHost;
};
