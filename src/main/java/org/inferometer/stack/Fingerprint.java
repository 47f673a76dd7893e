package org.inferometer.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is known about a running stack; what it does not tell is absent.
 *
 * @param speaks protocol and dialect that it is asked in
 * @param version as {@code /version} says
 * @param server the {@code Server} header of its answers
 * @param models served models, as {@code /v1/models} says
 * @param command command line, without values of the environment
 * @param pid process started for it
 * @param launched wall time of the start, ISO 8601
 * @param readySeconds from the start to the first readiness
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fingerprint(
    String url,
    String speaks,
    String version,
    String server,
    List<String> models,
    List<String> command,
    Long pid,
    String launched,
    @JsonProperty("ready_seconds") Double readySeconds) {}
