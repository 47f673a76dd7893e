package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What the instrument says of itself: its error by calibration.
 *
 * @param calibration a missing node if the run has none
 */
record Health(JsonNode calibration) {

  /** Why {@code trial} is not to be believed, if the instrument gives a reason. */
  List<String> reasons(TrialResult trial) {
    return List.of();
  }
}
