package org.inferometer.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestRecordTest {
  private static final long NEXT_TURN = 1L << 40;

  @Test
  void whatIsAskedHasANumberOfItsOwnForEachTurn() {
    assertThat(question(null, null)).isNull();
    assertThat(question(3L, null)).isEqualTo(3);
    assertThat(question(3L, 1)).as("a conversation begins where a text would be").isEqualTo(3);
    assertThat(question(3L, 2)).isEqualTo(3 + NEXT_TURN);
    assertThat(question(3L, 5)).isEqualTo(3 + 4 * NEXT_TURN);
  }

  private static Long question(Long place, Integer turn) {
    return new RecordDraft().with("place", place).with("turn", turn).record().question();
  }

  @Test
  void tokensThatATokenizerCountsTakeThePlaceOfAnEstimate() {
    RequestRecord estimated =
        new RecordDraft().with("outputTokens", 9).with("tokenSource", TokenSource.EVENTS).record();

    RequestRecord counted = estimated.counted(5, 2);

    assertThat(counted.outputTokens()).isEqualTo(7);
    assertThat(counted.tokenSource()).isEqualTo(TokenSource.TOKENIZER);
    assertThat(counted.reasoningTokens()).isEqualTo(2);
    assertThat(estimated.counted(5, 0).reasoningTokens()).as("unknown, not 0").isNull();
    RequestRecord told = new RecordDraft(estimated).with("reasoningTokens", 4).record();
    assertThat(told.counted(5, 2).reasoningTokens()).as("the server knows better").isEqualTo(4);
  }

  @Test
  void tokensOfSeveralAnswersAreSharedByThem() {
    RecordDraft draft = new RecordDraft().with("outputTokens", 12);

    assertThat(draft.record().tokensPerAnswer()).isEqualTo(12);
    assertThat(draft.with("answers", 4).record().tokensPerAnswer()).isEqualTo(3);
    assertThat(draft.with("outputTokens", null).record().tokensPerAnswer()).isZero();
  }
}
