/**
 * The circles of a directed graph: each is the set of nodes that reach one another, sorted, in the order of their first
 * node. A node that leads only to itself is no circle. (Tarjan's algorithm.)
 */
export function circlesIn(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
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
    const circle = stack.splice(stack.indexOf(node));
    if (circle.length > 1) circles.push(circle.sort());
  }
  for (const node of [...edges.keys()].sort()) if (!index.has(node)) visit(node);
  return circles.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** The same graph without every edge that a longer path stands for. Only for a graph without circles. */
export function withoutShortcuts(edges: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
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
