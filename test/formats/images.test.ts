import { describe, expect, it } from "vitest";
import { imageOf } from "../../src/formats/images.ts";

describe("the image of a record", () => {
  it.each([
    [{ url: "http://a.example/x" }, { url: "http://a.example/x", file: null }],
    [{ URL: "https://a.example/x.jpg" }, { url: "https://a.example/x.jpg", file: null }],
    [
      { url: "https://page.example", image_url: "https://a.example/x.jpg" },
      { url: "https://a.example/x.jpg", file: null },
    ],
    [{ file_name: "a/b.JPEG" }, { url: null, file: "a/b.JPEG" }],
    [
      { filepath: "x.webp", url: "https://a.example/x" },
      { url: "https://a.example/x", file: "x.webp" },
    ],
    [{ image: "https://a.example/x.png" }, { url: "https://a.example/x.png", file: null }],
    [{ text: "https://a.example/x.png" }, null],
    [{ url: "javascript:alert(1)", src: "data:image/png;base64,AA" }, null],
    [{ url: "https://a.example/x y.png" }, null],
    [{ image: { bytes: null }, url: 7 }, null],
    [{ file_name: "notes.txt" }, null],
  ])("%j", (record, expected) => {
    expect(imageOf(record)).toEqual(expected);
  });
});
