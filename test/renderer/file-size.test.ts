import { expect, test } from "vitest";
import { fileSize } from "../../renderer/file-parts.tsx";

test.each([
  [820, "820 octets"],
  [820_400, "820 Ko"],
  [2_400_000, "2,4 Mo"],
  [300_000_000, "300 Mo"],
])("a file of %i bytes is said to be of %s", (bytes, said) => {
  expect(fileSize(bytes)).toBe(said);
});
