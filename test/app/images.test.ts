import { describe, expect, it } from "vitest";
import { imageAt, isImage, rememberPath, withImages } from "../../src/app/session/images.ts";

function fileAt(path: string): File {
  const file = new File([], path.split("/").at(-1) as string);
  rememberPath(file, path);
  return file;
}

describe("the image that a record names", () => {
  it("is found by as many of its folders as are known", () => {
    const [first, second] = [fileAt("/set/a/1.png"), fileAt("/set/b/1.png")];
    const images = withImages(new Map(), [first, second]);
    for (const path of ["a/1.png", "./a/1.png", "set/a/1.png", "/data/set/a/1.png", "a\\1.png"]) {
      expect(imageAt(images, path)).toBe(first);
    }
    expect(imageAt(images, "b/1.png")).toBe(second);
    expect(imageAt(images, "c/1.png")).toBe(second);
    expect(imageAt(images, "2.png")).toBeNull();
    expect(imageAt(images, "")).toBeNull();
  });

  it("is found by its name alone when it was opened alone, the last of several", () => {
    const [before, after] = [new File([], "1.png"), new File([], "1.png")];
    const images = withImages(withImages(new Map(), [before]), [after]);
    expect(imageAt(images, "somewhere/1.png")).toBe(after);
  });

  it("is a file of that kind, by its type or its ending", () => {
    expect(isImage(new File([], "x", { type: "image/avif" }))).toBe(true);
    expect(isImage(new File([], "x.JPEG"))).toBe(true);
    expect(isImage(new File([], "x.jsonl"))).toBe(false);
  });
});
