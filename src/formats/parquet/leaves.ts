import type { SchemaElement, SchemaTree } from "hyparquet";
import { parquetSchema } from "hyparquet/src/metadata.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from "hyparquet/src/schema.js";

/** A column that holds values, in the place where the schema has it. */
export interface Leaf {
  /** Names from the top level down. */
  readonly path: readonly string[];
  /** Its place among the leaves, which is that of its chunk in every row group. */
  readonly index: number;
  /** From the root to the leaf. */
  readonly schemaPath: SchemaTree[];
  readonly element: SchemaElement;
  /** How its values are stored, without what they mean; INT96 is 12 bytes. */
  readonly physical: PhysicalType & { readonly name: string };
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

interface PhysicalType {
  readonly type: Exclude<SchemaElement["type"], "INT96" | undefined>;
  readonly type_length?: number;
}

export function schemaTree(schema: readonly SchemaElement[]): SchemaTree {
  return parquetSchema({ schema: [...schema] });
}

/** The leaves of a schema, in its order. */
export function leavesOf(schema: readonly SchemaElement[]): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (path: SchemaTree[]) => {
    const tree = path[path.length - 1];
    for (const child of tree.children) visit([...path, child]);
    if (tree.children.length > 0 || path.length === 1) return;
    const { element } = tree;
    leaves.push({
      path: tree.path,
      index: leaves.length,
      schemaPath: path,
      element,
      physical: { name: element.name, ...physicalType(element) },
      maxDefinition: getMaxDefinitionLevel(path),
      maxRepetition: getMaxRepetitionLevel(path),
    });
  };
  visit([schemaTree(schema)]);
  return leaves;
}

function physicalType({ name, type, type_length }: SchemaElement): PhysicalType {
  if (type === undefined) throw new Error(`Column ${name} has no type.`);
  if (type === "INT96") return { type: "FIXED_LEN_BYTE_ARRAY", type_length: 12 };
  return type_length === undefined ? { type } : { type, type_length };
}
