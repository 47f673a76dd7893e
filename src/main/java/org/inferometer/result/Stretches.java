package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * The stretches of time in which a run was measured: its beginning, and each time that it was gone
 * on with. Stacks are started anew for each, and anything may have happened in between.
 *
 * @param begun when each was, on the clock of the records
 */
record Stretches(long... begun) {

  /** Those that {@code environment.json} tells of. */
  static Stretches of(JsonNode environment) {
    return new Stretches(
        StreamSupport.stream(environment.path("clock").spliterator(), false)
            .mapToLong(one -> one.path("nanos").asLong())
            .toArray());
  }

  /** The number of the one that {@code nanos} lies in, from 1; 0 where it is not known. */
  int at(long nanos) {
    return (int) LongStream.of(begun).filter(one -> one <= nanos).count();
  }
}
