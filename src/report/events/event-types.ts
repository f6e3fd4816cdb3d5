import { alarm, sinkRefused } from './alarm-data.ts';
import { clusterClosed, clusterDetected, clusterUpdated } from './cluster-data.ts';
import { allowlistChanged, decisionRecorded, decisionReversed } from './decision-data.ts';
import { runCompleted, runFailed } from './run-data.ts';

/** All that Lockstep tells others of: what each type says, and the shape of its data. */
export const EVENTS = {
  'lockstep.run.completed.v1': {
    about: 'A run has come to its end and what it found can be read.',
    data: runCompleted,
  },
  'lockstep.run.failed.v1': { about: 'A run has been given up.', data: runFailed },
  'lockstep.cluster.detected.v1': {
    about: 'A cluster has come into band high or medium: it is new, came back, was split off, or rose.',
    data: clusterDetected,
  },
  'lockstep.cluster.updated.v1': {
    about: 'A cluster that was told of has other members, another band or another score.',
    data: clusterUpdated,
  },
  'lockstep.cluster.closed.v1': {
    about: 'A cluster that was told of is not in band high or medium any more.',
    data: clusterClosed,
  },
  'lockstep.decision.recorded.v1': { about: 'A reviewer has decided on a cluster.', data: decisionRecorded },
  'lockstep.decision.reversed.v1': { about: 'A decision does not hold any more.', data: decisionReversed },
  'lockstep.allowlist.changed.v1': {
    about: 'An account or entity is known to be innocent, or no longer.',
    data: allowlistChanged,
  },
  'lockstep.run.missed.v1': { about: 'A scheduled run has not begun in time.', data: alarm },
  'lockstep.source.stale.v1': { about: 'A source has brought nothing for too long.', data: alarm },
  'lockstep.layer.dropped.v1': { about: 'A layer has far fewer edges than before.', data: alarm },
  'lockstep.sink.refused.v1': {
    about: 'A receiver of events wants no more of them; its events stay.',
    data: sinkRefused,
  },
} as const;

export type EventType = keyof typeof EVENTS;
