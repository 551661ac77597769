import { createServer, connect, type NetConnectOpts, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export type Gate = {
  port: number;
  /** Lets everything through again. */
  open(): void;
  /** Cuts what is connected, and refuses whoever comes. */
  shut(): void;
  /** Whoever is connected or comes hears nothing any more, as from a machine whose cable was pulled; what is connected ends as it opens. */
  stall(): void;
  stop(): void;
};

/** A door on this machine to a service: what is behind it goes away without being touched. */
export async function startGate(target: NetConnectOpts): Promise<Gate> {
  let state: "open" | "shut" | "stalled" = "open";
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // Either end may break at any time: that is what it is for.
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  };
  const cut = () => sockets.forEach((socket) => socket.destroy());
  const server = createServer((near) => {
    keep(near);
    if (state === "shut") return void near.destroy();
    if (state === "stalled") return void near.pause();
    const far = connect(target);
    keep(far);
    near.pipe(far).pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((opened) => server.listen(0, "127.0.0.1", opened));
  return {
    port: (server.address() as AddressInfo).port,
    open() {
      if (state === "stalled") cut();
      state = "open";
    },
    shut() {
      state = "shut";
      cut();
    },
    stall() {
      state = "stalled";
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop() {
      cut();
      server.close();
    },
  };
}
