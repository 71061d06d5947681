/** Takes things apart in the reverse order of their making. */
export interface Unwinding {
  onDispose(step: () => void | Promise<void>): void;
  /** Does every step although one fails, then throws what failed. A second call does nothing. */
  dispose(): Promise<void>;
}

export const createUnwinding = (): Unwinding => {
  const steps: (() => void | Promise<void>)[] = [];
  return {
    onDispose: (step) => void steps.push(step),
    dispose: async () => {
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be taken apart');
    },
  };
};
