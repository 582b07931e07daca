import { describe, it } from '@jest/globals';
import { eventStoreContract, freshServerLedger } from '../testing/event-store.contract.js';
import { KurrentEventStore } from './kurrent-event-store.js';

if (freshServerLedger() === undefined) {
  describe('the event store on EventStoreDB', () => {
    it.skip('was not tried: MITHAQ_TEST_ESDB names no server', () => undefined);
  });
} else {
  eventStoreContract('EventStoreDB', async () => {
    const ledger = freshServerLedger()!;
    let store = await KurrentEventStore.open(ledger);
    return {
      store,
      async reopen() {
        await store.close();
        return (store = await KurrentEventStore.open(ledger));
      },
      dispose: () => store.close(),
    };
  });
}
