package org.inferometer.standard;

/**
 * What a request asks for, as far as the answer depends on it.
 *
 * @param api which of the endpoints was asked
 * @param model the model's name, which the answer repeats
 * @param stream whether a stream of events is asked for
 * @param maxTokens longest answer; 0 does not say
 * @param usage whether a final event with the token counts is asked for
 * @param everyUsage whether each event is to carry them
 * @param tokenIds whether events are to carry token ids
 * @param knobs wishes of this request, see {@link Answer#parse}; may be null
 */
public record Question(
    Api api,
    String model,
    boolean stream,
    int maxTokens,
    boolean usage,
    boolean everyUsage,
    boolean tokenIds,
    String knobs) {

  /** The endpoints of the server that generate. */
  public enum Api {
    COMPLETIONS("/v1/completions"),
    CHAT("/v1/chat/completions");

    final String path;

    Api(String path) {
      this.path = path;
    }
  }
}
