/** Words of a command line that somebody is to type: in quotes where a shell would take them apart. */

/** `text` as one word. */
export const shellWord = (text: string): string =>
  /^[\w./=,:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
