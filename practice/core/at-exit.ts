const tasks = new Set<() => void>();
let isListening = false;

/**
 * Runs a task when this process exits without closing the practice account. The task must be synchronous. Returns a
 * function that cancels it.
 */
export function atExit(task: () => void): () => void {
  if (!isListening) {
    isListening = true;
    process.once('exit', () => {
      for (const one of tasks) one();
    });
  }
  tasks.add(task);
  return () => void tasks.delete(task);
}
