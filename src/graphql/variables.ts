import { type FragmentDefinitionNode, Kind, type SelectionSetNode, type ValueNode } from 'graphql';

const known = new WeakMap<SelectionSetNode, boolean>();

/**
 * Whether a variable stands anywhere in a selection, in its fragments too. Without one the selection asks for the same each
 * time that its document is executed.
 * @param fragments those of a valid document, so that none is in itself
 */
export function usesVariables(
  selectionSet: SelectionSetNode,
  fragments: (name: string) => FragmentDefinitionNode | undefined,
): boolean {
  const before = known.get(selectionSet);
  if (before !== undefined) return before;
  const uses = selectionSet.selections.some((selection) => {
    const given = [
      ...(selection.directives?.flatMap(({ arguments: args = [] }) => args) ?? []),
      ...(selection.kind === Kind.FIELD ? (selection.arguments ?? []) : []),
    ];
    if (given.some(({ value }) => hasVariable(value))) return true;
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? fragments(selection.name.value)?.selectionSet
        : selection.selectionSet;
    return inner !== undefined && usesVariables(inner, fragments);
  });
  known.set(selectionSet, uses);
  return uses;
}

function hasVariable(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return true;
    case Kind.LIST:
      return value.values.some(hasVariable);
    case Kind.OBJECT:
      return value.fields.some((field) => hasVariable(field.value));
    default:
      return false;
  }
}
