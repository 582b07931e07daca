import {
  CorrectionApproved,
  type CorrectionCommand,
  CorrectionProposed,
  CorrectionRejected,
  CorrectionWithdrawn,
  type LocalizedText,
  type Mend,
} from '@mithaq/domain';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';

/** All of them are of the day on which they are said: a correction is about the ledger, not about the world. */
const proposed = CorrectionProposed.data.properties;
export class ProposeCorrectionDto {
  @Field(proposed.stream) readonly stream!: string;
  @Field(proposed.targets) readonly targets!: Mend[];
  @Field(proposed.reason) readonly reason!: LocalizedText;
  @Field(proposed.authority) readonly authority!: string;
}

/** What is looked at before it is proposed: nothing is said of why. */
export class PreviewCorrectionDto {
  @Field(proposed.stream) readonly stream!: string;
  @Field(proposed.targets) readonly targets!: Mend[];
}

export class ApproveCorrectionDto {
  @Field(CorrectionApproved.data.properties.revision) readonly revision!: string;
}

export class RejectCorrectionDto {
  @Field(CorrectionRejected.data.properties.reason) readonly reason!: LocalizedText;
}

export class WithdrawCorrectionDto {
  @Field(CorrectionWithdrawn.data.properties.reason) readonly reason!: LocalizedText;
}

type Asks<Type extends CorrectionCommand['type']> = Omit<Extract<CorrectionCommand, { type: Type }>, 'type'>;

export type _ = Hold<
  [
    Exact<ProposeCorrectionDto, Asks<'ProposeCorrection'>>,
    Exact<PreviewCorrectionDto, Pick<Asks<'ProposeCorrection'>, 'stream' | 'targets'>>,
    Exact<ApproveCorrectionDto, Asks<'ApproveCorrection'>>,
    Exact<RejectCorrectionDto, Asks<'RejectCorrection'>>,
    Exact<WithdrawCorrectionDto, Asks<'WithdrawCorrection'>>,
  ]
>;
