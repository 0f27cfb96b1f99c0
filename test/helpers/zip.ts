import { crc32, deflateRawSync } from "node:zlib";

/** A member of an archive; `announced` and `at` make it lie: its size, and where its bytes begin. */
export interface ZipMember {
  readonly name: string;
  readonly content: Buffer;
  readonly announced?: number;
  /** Name of the member whose bytes it shares. */
  readonly shares?: string;
  readonly encrypted?: boolean;
  /** Kept as it is, as the first member of an OpenDocument must be. */
  readonly stored?: boolean;
}

/** An archive with these members, in order. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const places = new Map<string, number>();
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const packed = member.stored ? member.content : deflateRawSync(member.content, { level: 9 });
    const shared = member.shares === undefined ? undefined : places.get(member.shares);
    const start = shared ?? at;
    places.set(member.name, start);
    const fields = headerOf(member, packed.length);
    const name = Buffer.from(member.name);
    if (shared === undefined) {
      const header = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, name, packed]);
      local.push(header);
      at += header.length;
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(start, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, rest, name]));
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}

/** Version to lengths of a header, which both the local and the central one hold. */
function headerOf({ name, content, announced, encrypted, stored }: ZipMember, packed: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(encrypted ? 1 : 0, 2);
  fields.writeUInt16LE(stored ? 0 : 8, 4);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(announced ?? content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

const TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';

/** A DOCX with these members beside its own. */
export const docxWith = (...members: readonly ZipMember[]): Buffer =>
  zipOf([
    { name: "[Content_Types].xml", content: Buffer.from(TYPES) },
    { name: "word/document.xml", content: Buffer.from("<w:document/>") },
    ...members,
  ]);
