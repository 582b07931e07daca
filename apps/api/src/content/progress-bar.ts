import { SingleBar } from 'cli-progress';
import { type Progress } from './acts.js';

/** Shows on a terminal how far the recording is; a log or a pipe gets no bar. */
export function progressBar(stream: NodeJS.WriteStream): Progress | undefined {
  if (!stream.isTTY) return undefined;
  const bar = new SingleBar({
    stream,
    format: 'Recording the content {bar} {value}/{total}',
    barsize: 40,
    hideCursor: true,
    clearOnComplete: true,
  });
  return (done, total) => {
    if (!bar.isActive) bar.start(total, 0);
    bar.update(done);
    if (done === total) bar.stop();
  };
}
