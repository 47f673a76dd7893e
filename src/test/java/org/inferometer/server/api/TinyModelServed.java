package org.inferometer.server.api;

import java.io.IOException;
import org.inferometer.server.Scheduler;
import org.inferometer.server.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A server with a tiny model that is really computed. */
abstract class TinyModelServed {
  static final String COMPLETIONS = "/v1/completions";
  static final String CHAT = "/v1/chat/completions";
  static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer(TestModels.real(), Scheduler.BATCH, 10, null);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.close();
  }
}
