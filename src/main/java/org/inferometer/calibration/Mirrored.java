package org.inferometer.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.inferometer.machine.Spread;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.ServedRequest;
import org.inferometer.standard.ServerLog;
import org.inferometer.wire.Way;

/**
 * The instrument's own error where the standard did what a stack had done in a trial. Errors are
 * what the client says minus what happened.
 *
 * @param stack that was imitated
 * @param trial name of the trial
 * @param load of the trial, and of this measurement
 * @param way by which the client asked, see {@link Way#label}
 * @param requests on the client's record
 * @param failed requests whose outcome was not ok
 * @param unmatched requests of which the client saw other tokens than the standard wrote
 * @param p2ftMillis error of P2FT; without values where answers were not streamed, as are those of
 *     ITL and TPOT
 * @param serverLatenessMillis real minus due time of the standard's writes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Mirrored(
    String stack,
    String trial,
    String load,
    String way,
    int requests,
    int failed,
    int unmatched,
    ErrorSpread p2ftMillis,
    ErrorSpread itlMillis,
    ErrorSpread tpotMillis,
    ErrorSpread totalMillis,
    Spread serverLatenessMillis) {

  static Mirrored of(
      String stack,
      String trial,
      String load,
      Way way,
      List<RequestRecord> records,
      List<ServedRequest> log) {
    Comparison found = Comparison.of(records, log);
    return new Mirrored(
        stack,
        trial,
        load,
        way.label(),
        found.requests(),
        found.failed(),
        found.unmatched(),
        found.p2ftMillis(),
        found.itlMillis(),
        found.tpotMillis(),
        found.totalMillis(),
        ServerLog.lateness(log));
  }
}
