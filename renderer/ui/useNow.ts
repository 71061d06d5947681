import { useEffect, useState } from 'react';

/** The time, anew every `everyMs`; stands still while `running` is false. */
export const useNow = (everyMs: number, running = true): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return now;
};
