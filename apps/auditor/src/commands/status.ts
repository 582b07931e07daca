import { eventHead } from '@mithaq/domain';
import { type Command } from 'commander';
import { answer } from '../answers.js';
import { type Asking, asking, withSource } from '../asking.js';
import { CheckFailed } from '../failures.js';
import { type Terminal } from '../terminal.js';

export function statusCommand(terminal: Terminal): Command {
  return asking('status', 'Shows where a ledger begins and ends and, of a service, whether it is ready and how far its views are behind.')
    .addHelpText(
      'after',
      `
Ends with 1 where the service is not ready.

Examples:
  mithaq status
  mithaq status --url https://mithaq.example --json
  mithaq status --data ./data`,
    )
    .action((options: Asking) =>
      withSource(options, terminal, async source => {
        const { first, last, service } = await source.standing();
        const ends = { first: first ? eventHead(first) : null, last: last ? eventHead(last) : null };
        answer(terminal, options, { source: source.told, ...ends, ...(service && { service }) }, () => [
          `source       ${source.told}`,
          ...(service
            ? [
                `service      ${service.status}`,
                `views        ${service.views.state}, ${service.views.lag} positions behind`,
                `corrections  ${service.corrections.state}`,
              ]
            : []),
          ...(first && last
            ? [
                `begins       position ${first.position}, ${first.recordedAt}`,
                `ends         position ${last.position}, ${last.recordedAt}: ${last.type} of ${last.stream}`,
              ]
            : service?.status === 'not-ready'
              ? []
              : ['The ledger is empty.']),
        ]);
        if (service?.status === 'not-ready') throw new CheckFailed(`${source.told} is not ready. ${service.reason ?? ''}`.trimEnd());
      }),
    );
}
