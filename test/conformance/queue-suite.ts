import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import { type Job, JobPostponed, type JobQueue, type NewJob, type QueueSchedule } from '../../src/queue/job-queue.ts';
import type { QueueOptions } from '../../src/queue/queue-options.ts';
import { waitUntil } from './wait-until.ts';

/** Opens an empty queue; the same queue again for each further call with the same `name`, where the driver has such a thing. */
type Open = (options?: QueueOptions) => Promise<JobQueue>;

const QUICK: QueueOptions = { firstPauseMs: 20, longestPauseMs: 100, lockMs: 1_000 };

function job(key: string, more: Partial<NewJob> = {}): NewJob {
  return { name: 'sweep', key, payload: { runId: key, epoch: 0 }, ...more };
}

/** Holds every job that it is given until it is told to let go. */
function createGate() {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), pass: () => gate };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was thrown';
  } catch (error) {
    return error instanceof LockstepError ? error.code : String(error);
  }
}

/** What every driver of the queue does. */
export function describeQueue(open: Open): void {
  describe('adding', () => {
    it('hands a job to a handler as it was added, once', async () => {
      await using queue = await open();
      const seen: Job[] = [];
      await queue.work(async (given) => void seen.push(given), { concurrency: 2 });
      await queue.add(job('run-1.0'));
      await waitUntil(() => seen.length > 0);
      await waitUntil(async () => !(await queue.has('run-1.0')));
      expect(seen).toEqual([{ ...job('run-1.0'), attempt: 1, slot: null }]);
    });

    it('adds nothing while a job of the key waits or is worked on, and adds it again after', async () => {
      await using queue = await open();
      const gate = createGate();
      let handed = 0;
      await queue.add(job('run-1.0'));
      await queue.add(job('run-1.0', { payload: { other: true } }));
      expect((await queue.depth()).waiting).toBe(1);
      await queue.work(
        async () => {
          handed++;
          await gate.pass();
        },
        { concurrency: 4 },
      );
      await waitUntil(() => handed === 1);
      await queue.add(job('run-1.0'));
      expect(await queue.depth()).toEqual({ waiting: 0, active: 1, delayed: 0, failed: 0 });
      gate.open();
      await waitUntil(async () => !(await queue.has('run-1.0')));
      await queue.add(job('run-1.0'));
      await waitUntil(() => handed === 2);
    });

    it('hands out ad-hoc work before nightly work, and each in the order in which it was added', async () => {
      await using queue = await open();
      for (const key of ['n1', 'n2']) await queue.add(job(key, { priority: 'nightly' }));
      for (const key of ['a1', 'a2', 'a3']) await queue.add(job(key));
      await queue.add(job('n3', { priority: 'nightly' }));
      const order: string[] = [];
      await queue.work(async ({ key }) => void order.push(key), { concurrency: 1 });
      await waitUntil(() => order.length === 6);
      expect(order).toEqual(['a1', 'a2', 'a3', 'n1', 'n2', 'n3']);
    });

    it('refuses a key that no driver could keep and a payload over 4 KiB', async () => {
      await using queue = await open();
      for (const key of ['', 'a:b', '12345', 'a b', 'ü', 'x'.repeat(257)]) {
        expect(await codeOf(queue.add(job(key))), key).toBe('usage');
      }
      const text = (bytes: number) => 'x'.repeat(bytes - '{"t":""}'.length);
      expect(await codeOf(queue.add(job('big', { payload: { t: text(4097) } })))).toBe('over-limit');
      await queue.add(job('small', { payload: { t: text(4096) } }));
      expect(await queue.has('small')).toBe(true);
      expect(await queue.has('big')).toBe(false);
    });
  });

  describe('taking back', () => {
    it('knows a job that waits, and takes it out before anybody has it', async () => {
      await using queue = await open();
      await queue.add(job('a'));
      await queue.add(job('n', { priority: 'nightly' }));
      expect([await queue.has('a'), await queue.has('n'), await queue.has('b')]).toEqual([true, true, false]);
      expect([await queue.remove('a'), await queue.remove('n'), await queue.remove('b')]).toEqual([true, true, false]);
      expect([await queue.has('a'), await queue.remove('a')]).toEqual([false, false]);
      const seen: string[] = [];
      await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
      await queue.add(job('z'));
      await waitUntil(() => seen.length > 0);
      expect(seen).toEqual(['z']);
    });

    it('leaves a job that is worked on, and takes out one that is postponed', async () => {
      await using queue = await open();
      const gate = createGate();
      let isStarted = false;
      await queue.work(
        async ({ key }) => {
          if (key === 'later') throw new JobPostponed(60_000);
          isStarted = true;
          await gate.pass();
        },
        { concurrency: 2 },
      );
      await queue.add(job('now'));
      await queue.add(job('later'));
      await waitUntil(() => isStarted);
      await waitUntil(async () => (await queue.depth()).delayed === 1);
      expect([await queue.has('now'), await queue.remove('now')]).toEqual([true, false]);
      expect([await queue.has('later'), await queue.remove('later')]).toEqual([true, true]);
      gate.open();
    });
  });

  describe('a handler that does not end well', () => {
    it('gets the job again after it threw, until it ends well, and what it threw is told', async () => {
      const troubles: LockstepError[] = [];
      await using queue = await open({ ...QUICK, onTrouble: (trouble) => troubles.push(trouble) });
      const attempts: number[] = [];
      await queue.work(
        async ({ attempt }) => {
          attempts.push(attempt);
          if (attempt < 4) throw new Error('no luck');
        },
        { concurrency: 1 },
      );
      await queue.add(job('run-1.0'));
      await waitUntil(async () => attempts.length === 4 && !(await queue.has('run-1.0')));
      expect(attempts).toEqual([1, 2, 3, 4]);
      expect(troubles.map(({ cause }) => cause)).toEqual(Array(3).fill(new Error('no luck')));
      // What an error of unknown making says may name an account, and messages are logged.
      for (const { message } of troubles) expect(message).toMatch(/^The job sweep \(run-1\.0\) failed(?!.*no luck)/);
    });

    it('rests longer after each failure', async () => {
      await using queue = await open({ firstPauseMs: 100, longestPauseMs: 10_000, random: () => 0.99 });
      const at: number[] = [];
      await queue.work(
        async () => {
          at.push(Date.now());
          if (at.length < 4) throw new Error('no luck');
        },
        { concurrency: 1 },
      );
      await queue.add(job('run-1.0'));
      await waitUntil(() => at.length === 4);
      const pauses = at.slice(1).map((time, i) => time - (at[i] ?? 0));
      expect(pauses[0]).toBeGreaterThanOrEqual(98);
      expect(pauses[1]).toBeGreaterThanOrEqual(198);
      expect(pauses[2]).toBeGreaterThanOrEqual(396);
    });

    it('counts a job that waits for its next try as failed, and one that is postponed as delayed', async () => {
      await using queue = await open({ firstPauseMs: 60_000 });
      await queue.work(
        async ({ key }) => {
          if (key === 'bad') throw new Error('no luck');
          throw new JobPostponed(60_000);
        },
        { concurrency: 1 },
      );
      await queue.add(job('bad'));
      await queue.add(job('later'));
      await waitUntil(async () => {
        const { failed, delayed } = await queue.depth();
        return failed === 1 && delayed === 1;
      });
      expect(await queue.depth()).toEqual({ waiting: 0, active: 0, delayed: 1, failed: 1 });
    });

    it('gets a postponed job again after the time it asked for, without a word of trouble', async () => {
      const troubles: LockstepError[] = [];
      await using queue = await open({ firstPauseMs: 60_000, onTrouble: (trouble) => troubles.push(trouble) });
      const at: number[] = [];
      await queue.work(
        async () => {
          at.push(Date.now());
          if (at.length < 4) throw new JobPostponed(150);
        },
        { concurrency: 1 },
      );
      await queue.add(job('run-1.0'));
      await waitUntil(() => at.length === 4);
      const pauses = at.slice(1).map((time, i) => time - (at[i] ?? 0));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(148);
      expect(troubles).toEqual([]);
    });
  });

  describe('workers', () => {
    it('work on as many long jobs at a time as they were told to', async () => {
      await using queue = await open();
      const gate = createGate();
      let now = 0;
      let most = 0;
      await queue.work(
        async () => {
          most = Math.max(most, ++now);
          if (now === 3) gate.open();
          await gate.pass();
          await sleep(5);
          now--;
        },
        { concurrency: 3 },
      );
      for (let i = 0; i < 12; i++) await queue.add(job(`run-${i}`));
      await waitUntil(async () => (await queue.depth()).waiting + (await queue.depth()).active === 0);
      expect(most).toBe(3);
    });

    it('have hands for quick jobs while long ones fill all others, and none of them for long ones', async () => {
      await using queue = await open();
      const gate = createGate();
      const seen: string[] = [];
      await queue.work(
        async ({ key }) => {
          seen.push(key);
          if (key.startsWith('long')) await gate.pass();
        },
        { concurrency: 5 },
      );
      for (let i = 1; i <= 6; i++) await queue.add(job(`long-${i}`));
      await waitUntil(() => seen.length === 5);
      await queue.add(job('canary', { name: 'canary', lane: 'quick' }));
      await waitUntil(() => seen.includes('canary'));
      expect(seen.length).toBe(6);
      expect((await queue.depth()).waiting).toBe(1);
      gate.open();
    });

    it('share the jobs, each to one of them', async () => {
      await using queue = await open();
      const seen: string[] = [];
      const handle = (name: string) => async (given: Job) => {
        seen.push(given.key);
        workers.add(name);
        await sleep(2);
      };
      const workers = new Set<string>();
      await queue.work(handle('one'), { concurrency: 2 });
      await queue.work(handle('two'), { concurrency: 2 });
      const keys = Array.from({ length: 60 }, (_, i) => `run-${i}.0`);
      await Promise.all(keys.map((key) => queue.add(job(key))));
      await waitUntil(async () => (await queue.depth()).waiting + (await queue.depth()).active === 0);
      expect(seen.sort()).toEqual([...keys].sort());
      expect(workers.size).toBe(2);
    });
  });

  describe('hearing', () => {
    it('knows that the queue answers it, idle and with its hands full', async () => {
      await using queue = await open();
      const gate = createGate();
      let taken = 0;
      const worker = await queue.work(
        async () => {
          taken++;
          await gate.pass();
        },
        { concurrency: 1 },
      );
      await queue.add(job('run-1'));
      await waitUntil(() => taken === 1);
      expect(worker.silentMs()).toBeGreaterThanOrEqual(0);
      expect(worker.silentMs()).toBeLessThan(15_000);
      gate.open();
      await waitUntil(async () => !(await queue.has('run-1')));
      expect(worker.silentMs()).toBeLessThan(15_000);
    });
  });

  describe('draining', () => {
    it('takes no new job, tells those at hand, and waits for them', async () => {
      await using queue = await open();
      const seen: string[] = [];
      const done: string[] = [];
      const worker = await queue.work(
        async ({ key }, signal) => {
          seen.push(key);
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          await sleep(100);
          done.push(key);
        },
        { concurrency: 1 },
      );
      await queue.add(job('run-1'));
      await queue.add(job('run-2'));
      await waitUntil(() => seen.length === 1);
      await worker.drain(10_000);
      expect([seen, done]).toEqual([['run-1'], ['run-1']]);
      expect([await queue.has('run-1'), await queue.has('run-2')]).toEqual([false, true]);
    });

    it('gives to others at once what the signal broke off, and counts it as no failure', async () => {
      const troubles: LockstepError[] = [];
      await using queue = await open({ firstPauseMs: 60_000, onTrouble: (trouble) => troubles.push(trouble) });
      const worker = await queue.work(
        (_, signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('broken off')))),
        { concurrency: 1 },
      );
      await queue.add(job('run-1'));
      await waitUntil(async () => (await queue.depth()).active === 1);
      await worker.drain(10_000);
      const seen: Job[] = [];
      await queue.work(async (given) => void seen.push(given), { concurrency: 1 });
      await waitUntil(() => seen.length === 1);
      expect(seen[0]).toMatchObject({ key: 'run-1', attempt: 2 });
      expect(troubles).toEqual([]);
    });

    it('gives to others what has not ended in time, and what that handler does later changes nothing', async () => {
      await using queue = await open();
      const gate = createGate();
      const worker = await queue.work(() => gate.pass(), { concurrency: 1 });
      await queue.add(job('run-1'));
      await waitUntil(async () => (await queue.depth()).active === 1);
      const begun = Date.now();
      await worker.drain(100);
      expect(Date.now() - begun).toBeLessThan(5_000);
      const second = createGate();
      let isTaken = false;
      await queue.work(
        async () => {
          isTaken = true;
          await second.pass();
        },
        { concurrency: 1 },
      );
      await waitUntil(() => isTaken);
      gate.open();
      await sleep(50);
      expect(await queue.has('run-1')).toBe(true);
      second.open();
      await waitUntil(async () => !(await queue.has('run-1')));
    });
  });

  describe('schedules', () => {
    const every = (id: string, pattern: string, more: Partial<QueueSchedule> = {}): QueueSchedule => ({
      id,
      pattern,
      timezone: 'UTC',
      name: 'fire',
      payload: { scheduleId: id },
      ...more,
    });

    it('fire each slot once, over several workers, with the time it was meant for', async () => {
      await using queue = await open();
      const slots: Job[] = [];
      for (let i = 0; i < 3; i++) await queue.work(async (given) => void slots.push(given), { concurrency: 1 });
      const begun = Date.now();
      await queue.putSchedules([every('tick', '* * * * * *')]);
      await waitUntil(() => slots.length >= 4);
      const times = slots.map(({ slot }) => slot ?? 0);
      const first = times[0] ?? 0;
      expect(first).toBeGreaterThan(begun);
      expect(times).toEqual(times.map((_, i) => first + 1_000 * i));
      expect(first % 1_000).toBe(0);
      expect(slots[0]).toEqual({
        name: 'fire',
        key: `tick.${first}`,
        payload: { scheduleId: 'tick' },
        attempt: 1,
        slot: first,
      });
    });

    it('are those that were put last, and one that is gone fires no more', async () => {
      await using queue = await open();
      const fired: string[] = [];
      await queue.work(async ({ payload }) => void fired.push(String(payload['scheduleId'])), { concurrency: 1 });
      await queue.putSchedules([every('one', '* * * * * *'), every('two', '0 3 * * *')]);
      expect([...(await queue.nextFires()).keys()].sort()).toEqual(['one', 'two']);
      await waitUntil(() => fired.length > 0);
      await queue.putSchedules([every('two', '0 3 * * *')]);
      const before = fired.length;
      expect([...(await queue.nextFires()).keys()]).toEqual(['two']);
      await sleep(2_100);
      expect(fired.length - before).toBeLessThanOrEqual(1);
      await queue.putSchedules([]);
      expect((await queue.nextFires()).size).toBe(0);
    });

    it('come at the hour of their own time zone', async () => {
      await using queue = await open();
      await queue.putSchedules([
        every('berlin', '30 3 * * *', { timezone: 'Europe/Berlin' }),
        every('tokyo', '30 3 * * *', { timezone: 'Asia/Tokyo' }),
      ]);
      const fires = await queue.nextFires();
      const timeIn = (timeZone: string, at: number | null | undefined) =>
        new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at ?? 0);
      expect(timeIn('Europe/Berlin', fires.get('berlin'))).toBe('03:30');
      expect(timeIn('Asia/Tokyo', fires.get('tokyo'))).toBe('03:30');
      for (const at of fires.values()) expect(at).toBeGreaterThan(Date.now());
    });

    it('fire a slot late, once, that found nobody awake, with the time it was meant for', async () => {
      await using queue = await open();
      await queue.putSchedules([every('tick', '* * * * * *')]);
      const meant = (await queue.nextFires()).get('tick') ?? 0;
      await sleep(meant - Date.now() + 3_300);
      expect((await queue.nextFires()).get('tick')).toBe(meant);
      await queue.putSchedules([every('tick', '* * * * * *')]);
      const slots: number[] = [];
      await queue.work(async ({ slot }) => void slots.push(slot ?? 0), { concurrency: 1 });
      await waitUntil(() => slots.length >= 2);
      expect(slots[0]).toBe(meant);
      expect(slots[1]).toBeGreaterThanOrEqual(meant + 3_000);
    });

    it('begin anew when their pattern changes', async () => {
      await using queue = await open();
      await queue.putSchedules([every('one', '0 3 * * *')]);
      await queue.putSchedules([every('one', '0 4 * * *')]);
      const next = (await queue.nextFires()).get('one') ?? 0;
      expect(new Date(next).getUTCHours()).toBe(4);
      expect((await queue.nextFires()).size).toBe(1);
    });

    it('try a slot again whose handler threw, under the same key', async () => {
      await using queue = await open(QUICK);
      const seen: Job[] = [];
      await queue.work(
        async (given) => {
          if (given.slot === null) return;
          seen.push(given);
          if (given.attempt === 1) throw new Error('no luck');
        },
        { concurrency: 1 },
      );
      await queue.putSchedules([every('tick', '* * * * * *')]);
      await waitUntil(() => seen.some(({ attempt }) => attempt === 2));
      const again = seen.find(({ attempt }) => attempt === 2);
      expect(seen.some(({ key, attempt }) => key === again?.key && attempt === 1)).toBe(true);
    });

    it('are no jobs until they fire', async () => {
      await using queue = await open();
      await queue.putSchedules([every('two', '0 3 * * *')]);
      expect(await queue.depth()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    });

    it('are refused when nobody could keep to them', async () => {
      await using queue = await open();
      const put = (...schedules: QueueSchedule[]) => codeOf(queue.putSchedules(schedules));
      expect(await put(every('one', 'at noon'))).toBe('usage');
      expect(await put(every('one', '0 0 30 2 *'))).toBe('usage');
      expect(await put(every('one', '0 3 * * *', { timezone: 'Mars/Base' }))).toBe('usage');
      expect(await put(every('a:b', '0 3 * * *'))).toBe('usage');
      expect(await put(every('one', '0 3 * * *'), every('one', '0 4 * * *'))).toBe('usage');
      expect((await queue.nextFires()).size).toBe(0);
    });
  });

  it('has nothing to complain of', async () => {
    await using queue = await open();
    expect((await queue.examine()).filter(({ state }) => state !== 'ok')).toEqual([]);
  });
}
