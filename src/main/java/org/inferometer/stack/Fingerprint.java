package org.inferometer.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What is known about a running stack; what it does not tell is absent.
 *
 * @param speaks protocol and dialect that it is asked in
 * @param version as {@code /version} says
 * @param server the {@code Server} header of its answers
 * @param models served models, as {@code /v1/models} says
 * @param maxLength tokens of a prompt and its answer together, as {@code /v1/models} says
 * @param settings what else of its configuration it tells, by its own names
 * @param command command line, without values of the environment
 * @param pid process started for it
 * @param launched wall time of the start, ISO 8601
 * @param readySeconds from the start to the first readiness of its page
 * @param answeredSeconds from the start to the end of the first answer to a request
 * @param cache what became of its prefix cache between trials; absent if it was left alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fingerprint(
    String url,
    String speaks,
    String version,
    String server,
    List<String> models,
    @JsonProperty("max_length") Long maxLength,
    Map<String, String> settings,
    List<String> command,
    Long pid,
    String launched,
    @JsonProperty("ready_seconds") Double readySeconds,
    @JsonProperty("answered_seconds") Double answeredSeconds,
    String cache) {

  /** The same of a stack that has answered a request. */
  Fingerprint answered(double seconds) {
    return with(seconds, cache);
  }

  Fingerprint cache(String became) {
    return with(answeredSeconds, became);
  }

  private Fingerprint with(Double answered, String became) {
    return new Fingerprint(
        url,
        speaks,
        version,
        server,
        models,
        maxLength,
        settings,
        command,
        pid,
        launched,
        readySeconds,
        answered,
        became);
  }
}
