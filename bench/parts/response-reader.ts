const headEnd = Buffer.from("\r\n\r\n");
const chunksEnd = Buffer.from("0\r\n\r\n");

/**
 * Reads one HTTP/1.1 answer after another from the bytes of a connection, at little cost.
 * @returns takes the bytes as they come; gives the status once an answer is whole, else null
 */
export function createResponseReader(): (bytes: Buffer) => number | null {
  let buffered: Buffer | null = null;
  /** Where the answer under way ends; -1: it comes in chunks and its last one tells. */
  let end: number | null = null;
  let status = 0;
  return (bytes) => {
    buffered = buffered ? Buffer.concat([buffered, bytes]) : bytes;
    if (end === null) {
      const body = buffered.indexOf(headEnd);
      if (body < 0) return null;
      const head = buffered.toString("latin1", 0, body).toLowerCase();
      status = Number(head.slice(9, 12));
      const length = /\ncontent-length: (\d+)/.exec(head)?.[1];
      end = length === undefined ? -1 : body + headEnd.length + Number(length);
    }
    const isWhole = end < 0 ? buffered.subarray(-chunksEnd.length).equals(chunksEnd) : buffered.length >= end;
    if (!isWhole) return null;
    buffered = null;
    end = null;
    return status;
  };
}
