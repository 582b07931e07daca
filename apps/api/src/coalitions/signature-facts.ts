import {
  coalition,
  type CoalitionId,
  organisation,
  type OrganisationId,
  realmOf,
  type Signature,
  type SignatureCommand,
  type SignatureFacts,
} from '@mithaq/domain';
import { v5 as uuidV5 } from 'uuid';
import { type FactsLoader, type Ledger } from '../ledger/ledger.js';

/** The namespace of the ids of signatures; never changed, or an organisation could sign a second time. */
const namespace = '0c6a1f52-6d5e-4c0b-8d37-2f4f1f0b9a44';

/** The one stream in which an organisation signs under a coalition. */
export function signatureId(coalition: CoalitionId, organisation: OrganisationId): string {
  return uuidV5(`${coalition}/${organisation}`, namespace);
}

/** Looks up, in the log and on the day of the signature, the coalition and who signs. */
export function signatureFacts(ledger: Ledger): FactsLoader<Signature, SignatureCommand, SignatureFacts> {
  return async (command, _state, day) => {
    if (command.type !== 'SignDocument') return { coalition: undefined, organisation: undefined };
    const [signed, body] = await Promise.all([
      ledger.stateOf(coalition, command.coalition, day),
      ledger.stateOf(organisation, command.organisation, day),
    ]);
    return {
      coalition: signed.status === 'unknown' ? undefined : { is: realmOf(signed.provenance), version: signed.version },
      organisation: body.status === 'unknown' ? undefined : { is: realmOf(body.provenance) },
    };
  };
}
