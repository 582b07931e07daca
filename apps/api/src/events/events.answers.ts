import { nullable } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed, ofMoment } from '../reading/answers.js';
import { EventAnswer } from './event-answer.js';

answerSchema('Event', ofMoment({ event: EventAnswer }));
answerSchema(
  'Events',
  ofMoment({
    data: Type.Array(EventAnswer),
    page: Type.Object(
      {
        next: nullable(
          Type.String({
            description: 'Send it as `cursor` to go on, at the same moment. A page may be short, or empty, and still have a next one.',
          }),
        ),
        prev: Type.Null(),
        limit: Type.Integer(),
      },
      closed,
    ),
  }),
);
