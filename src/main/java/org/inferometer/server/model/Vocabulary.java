package org.inferometer.server.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A byte-level BPE vocabulary of any size: the 256 bytes, then the beginnings of English words and,
 * where these do not suffice, of words put together from syllables, then the end of text. Every
 * token but the single bytes outside ASCII decodes to text.
 */
final class Vocabulary {
  /** The end-of-text token's text. */
  static final String END_OF_TEXT = "<|endoftext|>";

  private static final int BYTES = 256;
  private static final int PRINTABLE_ASCII = 94;
  private static final String SPACE = String.valueOf((char) (BYTES + ' '));
  private static final String[] ONSETS =
      "b,br,c,ch,d,dr,f,fl,g,gr,h,j,k,l,m,n,p,pl,r,s,sh,st,t,tr,v,w".split(",");
  private static final String[] RHYMES =
      "a,ai,an,ar,e,ea,el,en,er,i,in,ir,is,o,ol,on,or,ou,u,un,ur,us,y".split(",");

  private final int words;
  private final Map<String, Integer> tokens = new LinkedHashMap<>();
  private final List<String> merges = new ArrayList<>();

  private Vocabulary(int size) {
    this.words = size - 1;
  }

  /** The vocabulary with this many tokens, the end of text included; at least 257. */
  static Vocabulary ofSize(int size) {
    Vocabulary vocabulary = new Vocabulary(size);
    vocabulary.addBytes();
    vocabulary.addWords();
    vocabulary.addSyllables();
    return vocabulary;
  }

  /** The id of the end of text: the last. */
  static int endOfText(int size) {
    return size - 1;
  }

  /**
   * Whether a token should never be generated: half characters, control characters and the end of
   * text, so that outputs are text and as long as asked for.
   */
  static boolean isQuiet(int token, int size) {
    return token == endOfText(size) || token >= PRINTABLE_ASCII && token < BYTES;
  }

  /** Tokens in the tokenizer's spelling, without the end of text, with their ids. */
  Map<String, Integer> tokens() {
    return tokens;
  }

  /** Pairs of tokens to merge, best first, separated by a space. */
  List<String> merges() {
    return merges;
  }

  /** GPT-2's spelling of bytes as visible characters: first those that are visible themselves. */
  private void addBytes() {
    for (int b = '!'; b <= '~'; b++) {
      add(String.valueOf((char) b));
    }
    for (int b = 0xa1; b <= 0xff; b++) {
      if (b != 0xad) {
        add(String.valueOf((char) b));
      }
    }
    int hidden = BYTES - tokens.size();
    for (int i = 0; i < hidden; i++) {
      add(String.valueOf((char) (BYTES + i)));
    }
  }

  private void addWords() {
    try (InputStream stream = Vocabulary.class.getResourceAsStream("words.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      reader.lines().forEach(line -> addWord(SPACE + line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addSyllables() {
    List<String> syllables = new ArrayList<>();
    for (String rhyme : RHYMES) {
      for (String onset : ONSETS) {
        syllables.add(onset + rhyme);
      }
    }
    // In steps that share no factor with the count, so that neighbours differ.
    int count = syllables.size();
    for (long i = 0; tokens.size() < words; i++) {
      String word = "";
      for (long rest = i * 211 + i / count; rest > 0 || word.isEmpty(); rest /= count) {
        word += syllables.get((int) (rest % count));
      }
      addWord(SPACE + word);
      addWord(word);
    }
  }

  /** Adds the word and all its beginnings, each made of the one before and a character. */
  private void addWord(String word) {
    for (int end = 2; end <= word.length() && tokens.size() < words; end++) {
      String token = word.substring(0, end);
      if (!tokens.containsKey(token)) {
        merges.add(token.substring(0, end - 1) + " " + token.charAt(end - 1));
        add(token);
      }
    }
  }

  private void add(String token) {
    tokens.put(token, tokens.size());
  }
}
