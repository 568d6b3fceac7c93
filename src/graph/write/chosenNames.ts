import type { Decisions } from '../../resolve/decision.ts';
import { fold } from '../../resolve/fold.ts';
import { cypher } from '../cypher.ts';
import type { Transaction } from '../graph.ts';

/*
 * A venue or a topic that people have named keeps the name that its sources give beside. Writers know only the latter: the
 * chosen name is withdrawn before they write and given again after it.
 */

/** Gives venues and topics the names back that their sources give. @param ids those with a chosen name */
export async function withdrawChosenNames(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (v:Venue {id: id}) WHERE v.statedName IS NOT NULL
      SET v.name = v.statedName, v.sortName = v.statedSortName
      REMOVE v.statedName, v.statedSortName`,
    { ids },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (t:Topic {id: id}) WHERE t.statedName IS NOT NULL
      SET t.name = t.statedName
      REMOVE t.statedName`,
    { ids },
  );
}

/** @param ids as `withdrawChosenNames` had them */
export async function giveChosenNames(
  transaction: Transaction,
  ids: readonly string[],
  decisions: Decisions,
): Promise<void> {
  const rows = ids.flatMap((id) => {
    const name = decisions.nameOf(id);
    return name === undefined ? [] : [{ id, name, sortName: fold(name) }];
  });
  if (rows.length === 0) return;
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (v:Venue {id: row.id})
      SET v.statedName = v.name, v.statedSortName = v.sortName, v.name = row.name, v.sortName = row.sortName`,
    { rows },
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (t:Topic {id: row.id})
      SET t.statedName = t.name, t.name = row.name`,
    { rows },
  );
}
