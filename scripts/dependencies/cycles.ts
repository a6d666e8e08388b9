/**
 * The cycles of a directed graph (Tarjan): each is a set of nodes that reach one another, sorted. A node whose only edge
 * leads to itself is no cycle.
 */
export function findCycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  function visit(node: string): void {
    const own = index.size;
    index.set(node, own);
    low.set(node, own);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? own, low.get(next) ?? own));
    }
    if (low.get(node) !== own) return;
    const cycle = stack.splice(stack.indexOf(node));
    if (cycle.length > 1) cycles.push(cycle.sort());
  }
  for (const node of [...edges.keys()].sort()) if (!index.has(node)) visit(node);
  return cycles.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** The transitive reduction of a graph without cycles: no edge is left that a longer path implies. */
export function transitiveReduction(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Set<string>> {
  const reach = new Map<string, Set<string>>();
  function reachOf(node: string): Set<string> {
    const known = reach.get(node);
    if (known !== undefined) return known;
    const all = new Set<string>();
    reach.set(node, all);
    for (const next of edges.get(node) ?? []) {
      all.add(next);
      for (const far of reachOf(next)) all.add(far);
    }
    return all;
  }
  return new Map(
    [...edges].map(([node, targets]) => [
      node,
      new Set(
        [...targets].filter((one) => ![...targets].some((two) => two !== one && reachOf(two).has(one))),
      ),
    ]),
  );
}
