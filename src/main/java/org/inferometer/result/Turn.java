package org.inferometer.result;

import org.inferometer.record.RequestRecord;

/**
 * Which turn of a conversation an answer belongs to.
 *
 * @param conversation its id within the repeat
 * @param number from 1
 * @param of how many turns the conversation has
 */
record Turn(String conversation, int number, int of) {
  /** That of {@code record}; null where it is none of a conversation. */
  static Turn of(RequestRecord record) {
    return record.conversation() == null || record.turn() == null || record.turns() == null
        ? null
        : new Turn(record.conversation(), record.turn(), record.turns());
  }

  boolean isFirst() {
    return number == 1;
  }

  boolean isLast() {
    return number == of;
  }
}
