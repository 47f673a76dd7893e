package org.inferometer.bench;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.AnswerText;
import org.inferometer.wire.Exchange;

/** A request that has ended, and of which everything is known. */
class EndedExchange implements Exchange {
  final CountDownLatch decoded = new CountDownLatch(1);
  private final RequestRecord record;
  private final AnswerText text;

  EndedExchange(RequestRecord record) {
    this(record, null);
  }

  EndedExchange(RequestRecord record, AnswerText text) {
    this.record = record;
    this.text = text;
  }

  @Override
  public RequestRecord record() {
    decoded.countDown();
    return record;
  }

  @Override
  public boolean awaitFirst() {
    return record.firstContent() >= 0;
  }

  @Override
  public void awaitEnd() {}

  @Override
  public boolean ended() {
    return true;
  }

  @Override
  public long endedNanos() {
    return record.closed();
  }

  @Override
  public void cancel() {}

  @Override
  public void toCancel() {}

  @Override
  public int asked() {
    return 0;
  }

  @Override
  public int tokensSoFar() {
    return 0;
  }

  @Override
  public void onEnd(Consumer<Exchange> action) {
    action.accept(this);
  }

  @Override
  public AnswerText text() {
    return text;
  }

  @Override
  public void discard() {}
}
