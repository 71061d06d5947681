import { expect, it } from 'vitest';
import { bearer, cachedCredential, type CredentialSource } from './credential';

const never = new AbortController().signal;

/** A credential that is counted and fails when told to, under a clock of its own. */
const setUp = () => {
  const state = { now: 0, fetched: 0, failing: false };
  const fetch = async () => {
    state.fetched += 1;
    if (state.failing) throw new Error(`failure ${state.fetched}`);
    return { credential: bearer(`t${state.fetched}`), expiresAt: null };
  };
  return { state, source: cachedCredential(fetch, { now: () => state.now }) };
};
const refuse = async (source: CredentialSource): Promise<boolean> => source.refused(await source.get(never));

it('is fetched anew when it is refused, and given up for a while when the new one is refused too', async () => {
  const { state, source } = setUp();
  expect([await refuse(source), await refuse(source), await refuse(source), state.fetched]).toEqual([true, false, false, 2]);
  state.now = 5000;
  expect([await refuse(source), state.fetched]).toEqual([true, 2]);
  await source.get(never);
  expect(state.fetched).toBe(3);
});

it('is not thrown away by who still has an older one', async () => {
  const { state, source } = setUp();
  const old = await source.get(never);
  expect([source.refused(old), await source.get(never).then(() => source.refused(old)), state.fetched]).toEqual([true, true, 2]);
});

it('that cannot be had is asked for again after a while, not by everybody at once', async () => {
  const { state, source } = setUp();
  state.failing = true;
  await expect(source.get(never)).rejects.toThrow('failure 1');
  await expect(source.get(never)).rejects.toThrow('failure 1');
  state.now = 5000;
  await expect(source.get(never)).rejects.toThrow('failure 2');
  state.failing = false;
  state.now = 10_000;
  expect((await source.get(never)).headers).toEqual({ authorization: 'Bearer t3' });
});
