import { type Actor, type AnyCommand, Refusal, type Role } from '@mithaq/domain';
import { Problem } from '../http/problem.js';

export type CommandType = AnyCommand['type'];

/** Who may give a command. */
interface Policy {
  /** Whether a partner may, and then only for its own organisation. */
  readonly partner: 'for-its-own' | 'never';
  /** How the secretariat may: as an act of its own, for any body by naming a source, or not at all. Administrators may what it may. */
  readonly secretariat: 'own-act' | 'with-source' | 'administrators-only' | 'never';
}

const ofTheBody: Policy = { partner: 'for-its-own', secretariat: 'with-source' };
const ofTheSecretariat: Policy = { partner: 'never', secretariat: 'own-act' };
/** What the secretariat records of the world: it shows where that stands. */
const ofTheWorld: Policy = { partner: 'never', secretariat: 'with-source' };
const ofAdministrators: Policy = { partner: 'never', secretariat: 'administrators-only' };
/** Reference data comes with a release, and corrections are applied by themselves: only the service records it. */
const ofTheService: Policy = { partner: 'never', secretariat: 'never' };

/** The whole of who may do what. A command without a line here does not compile. */
export const policies: { readonly [Type in CommandType]: Policy } = {
  RegisterOrganisation: ofTheBody,
  AmendOrganisation: ofTheBody,
  VerifyOrganisation: ofTheSecretariat,

  PledgeCommitment: ofTheBody,
  AmendCommitment: ofTheBody,
  AcceptCommitment: ofTheSecretariat,
  ReturnCommitment: ofTheSecretariat,
  AnnounceCommitment: ofTheSecretariat, // by publication it rests on a source, see `sourceMissing`
  NoteCommitment: ofTheBody,
  WithdrawCommitment: ofTheBody,
  SupersedeCommitment: ofTheBody,

  ReportProgress: ofTheBody,
  AmendReport: ofTheBody,
  DeclineReport: ofTheBody,
  CompleteDelivery: ofTheBody,
  AnswerQuery: ofTheBody,
  QueryReport: ofTheSecretariat,
  AssessReport: ofTheSecretariat, // and a second person, which the domain asks

  OpenReportingCycle: ofTheSecretariat,
  ExtendReportingCycle: ofTheSecretariat,
  CloseReportingCycle: ofTheSecretariat,

  LaunchCoalition: ofTheSecretariat,
  PublishDocument: ofTheSecretariat,
  SignDocument: ofTheBody,
  WithdrawSignature: ofTheBody,

  EstablishWorkingGroup: ofTheSecretariat,
  AppointCoChair: ofTheSecretariat,
  EndTerm: ofTheSecretariat,
  StandDown: ofTheBody,

  ErasePerson: ofAdministrators,

  ProposeCorrection: ofAdministrators,
  ApproveCorrection: ofAdministrators, // and a second one, which the domain asks
  RejectCorrection: ofAdministrators,
  WithdrawCorrection: ofAdministrators,
  RecordApplication: ofTheService,

  AdoptRegionalPriority: ofTheWorld,
  AmendRegionalPriority: ofTheWorld,
  RetireRegionalPriority: ofTheWorld,
  RecordJoining: ofTheWorld,
  RecordGraduation: ofTheWorld,
  ListCountry: ofTheService,
  ListCountryGroup: ofTheService,
};

const secretariat: readonly Role[] = ['secretariat', 'administrator'];
const has = (actor: Actor, roles: readonly Role[]) => actor.roles.some(role => roles.includes(role));

/** Whether the actor acts as the secretariat does. */
export function isOfSecretariat(actor: Actor): boolean {
  return has(actor, secretariat);
}

/** Whether the actor may give such commands at all, whatever they say: asked before anything is read. */
export function permitType(actor: Actor, type: CommandType): void {
  const policy = policies[type];
  if (actor.roles.includes('system')) return;
  if (policy.secretariat !== 'never' && has(actor, policy.secretariat === 'administrators-only' ? ['administrator'] : secretariat)) return;
  if (policy.partner === 'for-its-own' && actor.roles.includes('partner')) return;
  throw new Problem('forbidden', `${sentenceOf(policy)} Your token has ${actor.roles.join(', ') || 'no role'}.`);
}

/**
 * Whether the actor may give this very command.
 *
 * @param owner the organisation whose record it is, read from the stream where there is one; null where it is no organisation's, so that
 * only the secretariat may; undefined where there is no such record (the domain refuses the command then)
 * @throws Problem `forbidden` · Refusal `source-missing`
 */
export function permit(actor: Actor, command: AnyCommand, owner: string | null | undefined): void {
  if (actor.roles.includes('system')) return;
  permitType(actor, command.type);
  const policy = policies[command.type];
  const ofSecretariat = isOfSecretariat(actor);
  const ownRecord = actor.roles.includes('partner') && actor.organisation !== undefined && actor.organisation === owner;

  if (!ofSecretariat) {
    if (owner !== undefined && !ownRecord) {
      throw new Problem(
        'forbidden',
        actor.organisation === undefined
          ? 'A partner acts for its own organisation; your token names none.'
          : `A partner acts for its own organisation: your token is of ${actor.organisation}, and this record is of ${owner ?? 'no organisation'}.`,
      );
    }
    const programme = programmeOf(command);
    if (programme) throw new Problem('forbidden', 'The programme is set by the secretariat; leave it out.', { errors: [programme] });
    // What a demonstration body pledges or signs is a demonstration; that it is one, the domain looks up.
    const own = ['PledgeCommitment', 'SignDocument'].includes(command.type) ? ['submitted', 'demonstration'] : ['submitted'];
    if ('provenance' in command && command.provenance !== undefined && !own.includes(command.provenance)) {
      throw new Problem('forbidden', `Only the secretariat records what is ${command.provenance}; leave provenance out.`, {
        errors: [{ pointer: '/provenance', detail: 'Is left out of what a body says of itself.' }],
      });
    }
  } else if (policy.secretariat === 'with-source' && !ownRecord) {
    const missing = sourceMissing(command);
    if (missing) {
      throw new Refusal('source-missing', 'The secretariat records for a body what it can show: name the source.', { pointer: missing });
    }
  }
  if (command.type === 'AnnounceCommitment' && command.manner === 'publication' && command.source === undefined) {
    throw new Refusal('source-missing', 'An announcement by publication names where it was published.', { pointer: '/source' });
  }
}

function sentenceOf({ partner, secretariat }: Policy): string {
  if (partner === 'for-its-own') return 'This is for the organisation itself (partner) or the secretariat.';
  switch (secretariat) {
    case 'never':
      return 'This is recorded by the service itself and is in nobody’s hands.';
    case 'administrators-only':
      return 'This is an act of an administrator.';
    case 'own-act':
    case 'with-source':
      return 'This is an act of the secretariat.';
  }
}

function programmeOf(command: AnyCommand) {
  if (command.type === 'PledgeCommitment' && command.programme !== undefined)
    return { pointer: '/programme', detail: 'Is set by the secretariat.' };
  if (command.type === 'AmendCommitment' && command.changes.programme !== undefined)
    return { pointer: '/changes/programme', detail: 'Is set by the secretariat.' };
  return undefined;
}

/** The field in which the command would name its source, if it names none. */
function sourceMissing(command: AnyCommand): string | undefined {
  if (command.type === 'PledgeCommitment' || command.type === 'RegisterOrganisation')
    return command.sources?.length ? undefined : '/sources';
  return 'source' in command && command.source !== undefined ? undefined : '/source';
}
