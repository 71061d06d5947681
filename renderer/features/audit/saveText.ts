/** Offers a text as a file: the browser's download, or the desktop's save dialog. */
export const saveText = (fileName: string, type: string, chunks: string[]): void => {
  const address = URL.createObjectURL(new Blob(chunks, { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The download has its own hold on the data once it has begun; revoking in the same task cancels it in some browsers.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
