import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PersonId } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema, Receipt } from '../http/documentation.js';
import { Id } from '../http/id.js';
import { type Sender, Sent } from '../http/request-context.js';
import { Write } from '../http/write.js';
import { ErasePerson } from './persons.commands.js';
import { ErasePersonDto } from './persons.dto.js';

answerSchema(
  'ErasureReceipt',
  Type.Object(
    {
      ...Receipt.properties,
      erasure: Type.Enum(['erased', 'erased-scavenge-pending'], {
        description:
          'Whether the key is in no file any more, or in those of a server until it is scavenged. Either way nobody is given it.',
      }),
    },
    { additionalProperties: false },
  ),
);

@ApiTags('persons')
@Controller('persons')
export class PersonsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/erasure')
  @Write('ErasePerson', {
    does: 'act',
    at: 'events/:position',
    answer: 'ErasureReceipt',
    body: ErasePersonDto,
    summary: 'Erase a person',
    description:
      'Destroys the key that the person’s names are sealed with, for good: from here on they read as "erased person" in every answer, of whatever moment. The ledger, its hashes and every figure stay as they are. The reason is recorded and public: do not name the person in it.',
  })
  erase(@Sent() sender: Sender, @Param('id', Id(PersonId)) id: PersonId, @Body() { reason }: ErasePersonDto) {
    return this.commands.execute(new ErasePerson(id, { type: 'ErasePerson', reason }, sender.on(undefined)));
  }
}
