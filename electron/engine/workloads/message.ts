const longest = 300;

/**
 * A message of the cluster as one short line: no control characters (terminal escapes and bidirectional overrides
 * among them), no runs of white space, at most 300 characters. It stays data and is never markup.
 */
export const plainMessage = (text: string | undefined, max = longest): string => {
  // Looks at no more than could be shown, so that a message of a megabyte costs nothing.
  const line = (text ?? '')
    .slice(0, max * 4)
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
};

/** A change cause as one line; anybody may have written it, as long and as odd as an annotation can be. */
export const plainCause = (cause: string | null | undefined): string | null => (cause === null || cause === undefined ? null : plainMessage(cause, 500));
