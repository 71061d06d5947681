import { describeKeys, isMac } from './keys';
import classes from './key.module.css';

/** A hot key as little keys. */
export const KeyHint = ({ keys }: { keys: string }): React.ReactNode => (
  <span className={classes.keys}>
    {describeKeys(keys, isMac()).map((step, index) => (
      <span key={index} className={classes.step}>
        {step.map((part) => (
          <kbd key={part} className={classes.key}>
            {part}
          </kbd>
        ))}
      </span>
    ))}
  </span>
);
