/** People whom a roof, a firm, a campus or a carrier puts behind one address, and who do nothing else together. */
import type { Scene } from '../scene.ts';

/** Share of the households with a tablet or console that all use, and of those on IPv6. */
const HAS_SHARED_DEVICE = 0.5;
const ON_IPV6 = 0.4;
/** Accounts of a campus behind one of its addresses, and customers of a carrier behind one of its. */
const STUDENTS_AN_ADDRESS = 250;
const CUSTOMERS_AN_ADDRESS = 60;
/** Networks that a carrier deals out in turn to its IPv6 customers: for each customer, so many. */
const NETWORKS_A_CUSTOMER = 0.1;

/** Households of 2 to 8 on one address; in half of them all use a device besides their own. */
export function addHouseholds(scene: Scene, count: number): void {
  const dice = scene.dice('households');
  const { cast, residence } = scene;
  for (let i = 0; i < count; i++) {
    const size = Math.min(8, 2 + Math.floor(dice.exponential(1.2)));
    const members = cast.choose(dice, size, (account) => residence.livesAlone(account));
    residence.liveAt(members, dice.chance(ON_IPV6) ? residence.ipv6(1) : residence.ipv4(1));
    if (dice.chance(HAS_SHARED_DEVICE)) {
      const shared = residence.newDevice();
      for (const account of members) residence.use(account, [...residence.ownDevices(account), shared]);
    }
    cast.gather('household', members);
  }
}

/** Offices of 10 to 150 behind one or two addresses at working hours. */
export function addOffices(scene: Scene, count: number): void {
  const dice = scene.dice('offices');
  const { cast, residence } = scene;
  for (let i = 0; i < count; i++) {
    const size = Math.round(dice.spread(10, 150));
    const members = cast.choose(dice, size, (account) => !residence.hasWork(account));
    residence.workAt(members, residence.ipv4(dice.between(1, 2)));
    cast.gather('office', members);
  }
}

/** Students of one campus, all behind a few addresses day and night. */
export function addCampus(scene: Scene, students: number): void {
  const { cast, residence } = scene;
  const members = cast.choose(scene.dice(`campus ${cast.circles.length}`), students, (account) =>
    residence.livesAlone(account),
  );
  residence.liveAt(members, residence.ipv4(Math.ceil(students / STUDENTS_AN_ADDRESS) + 1));
  cast.gather('campus', members);
}

/** Phones of one carrier: behind its pool of IPv4 addresses, or in IPv6 networks that go from one customer to the next. */
export function addCarrier(scene: Scene, customers: number, version: 'ipv4' | 'ipv6'): void {
  const { cast, residence } = scene;
  const members = cast.choose(
    scene.dice(`carrier ${cast.circles.length}`),
    customers,
    (account) => !residence.hasNetwork(account),
  );
  const pool =
    version === 'ipv4'
      ? residence.ipv4(Math.max(4, Math.ceil(customers / CUSTOMERS_AN_ADDRESS)))
      : residence.ipv6(Math.max(4, Math.ceil(customers * NETWORKS_A_CUSTOMER)));
  residence.roamIn(members, pool);
  cast.gather(version === 'ipv4' ? 'carrier-nat' : 'carrier-ipv6', members);
}
