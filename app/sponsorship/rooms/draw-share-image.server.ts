import { createRequire } from "node:module";
import { config } from "~/platform/config/config.server";
import { renderShareSvg } from "./share-image";

/** A font of our own, so that the picture is the same on every machine. */
const fontPath = createRequire(import.meta.url).resolve("@expo-google-fonts/lora/700Bold/Lora_700Bold.ttf");

/**
 * Draws the picture that is shown where somebody shares something: its words beside a house with so much light in each window. A PNG,
 * 1200 by 630. The drawing library is native and large, so it is loaded when it is needed.
 */
export async function drawShareImage(subject: string, windows: readonly number[]): Promise<Uint8Array<ArrayBuffer>> {
  const { name, colours } = config.charity;
  return await drawPng(renderShareSvg({ subject, name, windows, ...colours }));
}

/** @param width in pixels, where it is not the drawing's own */
export async function drawPng(svg: string, width?: number): Promise<Uint8Array<ArrayBuffer>> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const rendered = await renderAsync(svg, {
    font: { fontFiles: [fontPath], loadSystemFonts: false, defaultFontFamily: "Lora" },
    ...(width !== undefined && { fitTo: { mode: "width", value: width } }),
  });
  return new Uint8Array(rendered.asPng());
}
