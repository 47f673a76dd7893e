package org.inferometer.stack;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.inferometer.scenario.Stack;

/** Has a server empty its prefix cache, so that no trial finds there what one before it asked. */
final class CacheReset {
  private static final int TRIES = 10;
  private static final long BETWEEN_TRIES_MILLIS = 200;

  private CacheReset() {}

  /**
   * Tries it, and again while the server still works at requests that were given up.
   *
   * @return why its cache may hold what was asked before; empty if it holds nothing
   */
  static Optional<String> of(Stack stack, URI url) throws InterruptedException {
    String answer = "";
    try (ControlClient client = new ControlClient(stack, url)) {
      for (int i = 0; i < TRIES; i++) {
        int status = client.post(stack.resetCache()).status();
        if (status / 100 == 2) {
          return Optional.empty();
        }
        answer = "with status %d%s".formatted(status, advice(stack, status));
        if (status == 404 || status == 405) {
          break;
        }
        Thread.sleep(BETWEEN_TRIES_MILLIS);
      }
    } catch (IOException e) {
      answer = "by nothing (%s)".formatted(e.getMessage());
    }
    return Optional.of(
        "%s keeps its prefix cache between trials: POST %s is answered %s"
            .formatted(stack.name(), stack.resetCache(), answer));
  }

  private static String advice(Stack stack, int status) {
    return status == 404 && stack.dialect().equals("vllm")
        ? "; vLLM has it in its development mode only, launch.environment: { VLLM_SERVER_DEV_MODE: \"1\" }"
        : "";
  }
}
