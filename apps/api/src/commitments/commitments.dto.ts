import {
  type Additionality,
  Beneficiaries,
  CommitmentAccepted,
  CommitmentAmended,
  CommitmentAnnounced,
  CommitmentChanges,
  type CommitmentCommand,
  CommitmentNoted,
  CommitmentPledged,
  CommitmentReturned,
  type CommitmentId,
  CommitmentSuperseded,
  CommitmentWithdrawn,
  type CountryCode,
  type CountryGroupId,
  type Day,
  type DeclaredChanges,
  type DeclaredValue,
  type FocusAreaId,
  FocusAreas,
  Implementation,
  type Kind,
  type LocalizedText,
  type Nature,
  type OrganisationId,
  type Partner,
  type Provenance,
  type Qualifier,
  type RegionalPriorityId,
  type RegionId,
  type RegionShares,
  Target,
  Value,
} from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { amount, DatedDto, IdentifierDto, SessionDto, SourceDto } from '../http/text.dto.js';

const focusAreas = FocusAreas.properties;
export class FocusAreasDto {
  @Field(focusAreas.primary) readonly primary!: FocusAreaId;
  @Field(focusAreas.others) readonly others!: FocusAreaId[];
}

const implementation = Implementation.properties;
export class ImplementationDto {
  @Field(implementation.regions) readonly regions!: RegionId[];
  @Field(implementation.countries) readonly countries!: CountryCode[];
  @Field(implementation.groups) readonly groups!: CountryGroupId[];
  @Field(implementation.shares) readonly shares?: RegionShares;
}

const value = Value.properties;
const usd = value.usd.properties;
export class UsdEquivalentDto {
  @Field(amount) readonly amount!: string;
  @Field(usd.rate) readonly rate?: string;
  @Field(usd.rateDate) readonly rateDate?: Day;
}

export class ValueDto {
  @Field(amount) readonly amount!: string;
  @Field(value.currency) readonly currency!: string;
  @Field(value.nature) readonly nature!: Nature;
  @Field(value.qualifier) readonly qualifier?: Qualifier;
  @Field(value.usd, () => UsdEquivalentDto) readonly usd?: UsdEquivalentDto;
  @Field(value.note) readonly note?: LocalizedText;
}

const target = Target.properties;
export class TargetDto {
  @Field(target.indicator) readonly indicator!: LocalizedText;
  @Field(target.unit) readonly unit?: LocalizedText;
  @Field(target.baseline) readonly baseline?: number;
  @Field(target.goal) readonly goal?: number;
  @Field(target.due) readonly due?: Day;
}

const beneficiaries = Beneficiaries.properties;
export class BeneficiariesDto {
  @Field(beneficiaries.count) readonly count?: number;
  @Field(beneficiaries.groups) readonly groups!: string[];
}

const pledged = CommitmentPledged.data.properties;
export class PledgeCommitmentDto extends DatedDto {
  @Field(pledged.lead) readonly lead!: OrganisationId;
  /** Absent: that of the lead where it is a demonstration, else `submitted`. */
  @Field(Type.Optional(pledged.provenance)) readonly provenance?: Provenance;
  @Field(pledged.title) readonly title!: LocalizedText;
  @Field(pledged.focusAreas, () => FocusAreasDto) readonly focusAreas!: FocusAreasDto;
  @Field(pledged.description) readonly description?: LocalizedText;
  @Field(pledged.kind) readonly kind?: Kind;
  @Field(pledged.additionality) readonly additionality?: Additionality;
  @Field(pledged.partners) readonly partners?: Partner[];
  @Field(pledged.implementation, () => ImplementationDto) readonly implementation?: ImplementationDto;
  @Field(pledged.value, () => ValueDto) readonly value?: ValueDto;
  @Field(pledged.targets, () => TargetDto) readonly targets?: TargetDto[];
  @Field(pledged.beneficiaries, () => BeneficiariesDto) readonly beneficiaries?: BeneficiariesDto;
  @Field(pledged.start) readonly start?: Day;
  @Field(pledged.end) readonly end?: Day;
  @Field(pledged.regionalPriorities) readonly regionalPriorities?: RegionalPriorityId[];
  @Field(pledged.sdgs) readonly sdgs?: number[];
  @Field(pledged.declarations) readonly declarations?: string[];
  @Field(pledged.facilitatedBy) readonly facilitatedBy?: FocusAreaId;
  @Field(pledged.sources, () => SourceDto) readonly sources?: SourceDto[];
  @Field(pledged.identifiers, () => IdentifierDto) readonly identifiers?: IdentifierDto[];
  @Field(pledged.programme) readonly programme?: string;
}

const changes = CommitmentChanges.properties;
export class CommitmentChangesDto {
  @Field(changes.title) readonly title?: LocalizedText;
  @Field(changes.focusAreas, () => FocusAreasDto) readonly focusAreas?: FocusAreasDto;
  @Field(changes.description) readonly description?: LocalizedText | null;
  @Field(changes.kind) readonly kind?: Kind | null;
  @Field(changes.additionality) readonly additionality?: Additionality | null;
  @Field(changes.partners) readonly partners?: Partner[] | null;
  @Field(changes.implementation, () => ImplementationDto) readonly implementation?: ImplementationDto | null;
  @Field(changes.value, () => ValueDto) readonly value?: ValueDto | null;
  @Field(changes.targets, () => TargetDto) readonly targets?: TargetDto[] | null;
  @Field(changes.beneficiaries, () => BeneficiariesDto) readonly beneficiaries?: BeneficiariesDto | null;
  @Field(changes.start) readonly start?: Day | null;
  @Field(changes.end) readonly end?: Day | null;
  @Field(changes.regionalPriorities) readonly regionalPriorities?: RegionalPriorityId[] | null;
  @Field(changes.sdgs) readonly sdgs?: number[] | null;
  @Field(changes.declarations) readonly declarations?: string[] | null;
  @Field(changes.facilitatedBy) readonly facilitatedBy?: FocusAreaId | null;
  @Field(changes.sources, () => SourceDto) readonly sources?: SourceDto[] | null;
  @Field(changes.identifiers, () => IdentifierDto) readonly identifiers?: IdentifierDto[] | null;
  @Field(changes.programme) readonly programme?: string | null;
}

const amended = CommitmentAmended.data.properties;
export class AmendCommitmentDto extends DatedDto {
  @Field(amended.reason) readonly reason!: LocalizedText;
  @Field(amended.changes, () => CommitmentChangesDto) readonly changes!: CommitmentChangesDto;
  @Field(amended.source, () => SourceDto) readonly source?: SourceDto;
}

export class AcceptCommitmentDto extends DatedDto {
  @Field(CommitmentAccepted.data.properties.note) readonly note?: LocalizedText;
}

export class ReturnCommitmentDto extends DatedDto {
  @Field(CommitmentReturned.data.properties.reason) readonly reason!: LocalizedText;
}

const announced = CommitmentAnnounced.data.properties;
export class AnnounceCommitmentDto extends DatedDto {
  @Field(announced.manner) readonly manner!: 'plenary' | 'publication';
  @Field(announced.session, () => SessionDto) readonly session?: SessionDto;
  @Field(announced.source, () => SourceDto) readonly source?: SourceDto;
}

const noted = CommitmentNoted.data.properties;
export class NoteCommitmentDto extends DatedDto {
  @Field(noted.text) readonly text!: LocalizedText;
  @Field(noted.source, () => SourceDto) readonly source!: SourceDto;
  @Field(noted.value, () => ValueDto) readonly value?: ValueDto;
}

const withdrawn = CommitmentWithdrawn.data.properties;
export class WithdrawCommitmentDto extends DatedDto {
  @Field(withdrawn.reason) readonly reason!: LocalizedText;
  @Field(withdrawn.source, () => SourceDto) readonly source?: SourceDto;
}

const superseded = CommitmentSuperseded.data.properties;
export class SupersedeCommitmentDto extends DatedDto {
  @Field(superseded.by) readonly by!: CommitmentId;
  @Field(superseded.reason) readonly reason!: LocalizedText;
  @Field(superseded.source, () => SourceDto) readonly source?: SourceDto;
}

type Asks<Type extends CommitmentCommand['type']> = Omit<Extract<CommitmentCommand, { type: Type }>, 'type'>;
type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

export type _ = Hold<
  [
    Exact<Says<PledgeCommitmentDto>, Asks<'PledgeCommitment'>>,
    Exact<Says<AmendCommitmentDto>, Asks<'AmendCommitment'>>,
    Exact<CommitmentChangesDto, DeclaredChanges>,
    Exact<ValueDto, DeclaredValue>,
    Exact<Says<AcceptCommitmentDto>, Asks<'AcceptCommitment'>>,
    Exact<Says<ReturnCommitmentDto>, Asks<'ReturnCommitment'>>,
    Exact<Says<AnnounceCommitmentDto>, Asks<'AnnounceCommitment'>>,
    Exact<Says<NoteCommitmentDto>, Asks<'NoteCommitment'>>,
    Exact<Says<WithdrawCommitmentDto>, Asks<'WithdrawCommitment'>>,
    Exact<Says<SupersedeCommitmentDto>, Asks<'SupersedeCommitment'>>,
  ]
>;
