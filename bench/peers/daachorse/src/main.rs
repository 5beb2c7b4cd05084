//! Matches captions with daachorse, a compiled double-array automaton. bench/peers.ts drives it by
//! the messages of pyahocorasick_match.py.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use daachorse::DoubleArrayAhoCorasick;
use serde_json::{json, Value};
use sha2::{Digest, Sha256};

fn strings(message: &Value, field: &str) -> Option<Vec<String>> {
    let values = message.get(field)?.as_array()?;
    Some(values.iter().map(|value| value.as_str().unwrap().to_owned()).collect())
}

/// Writes a caption as the rule wants it: marks between spaces, a space before and behind.
fn space(caption: &str, spaced: &mut Vec<u8>) {
    spaced.clear();
    spaced.push(b' ');
    for byte in caption.bytes() {
        match byte {
            b',' | b'.' | b';' | b':' | b'?' | b'!' | b'`' => spaced.extend([b' ', byte, b' ']),
            b'\t' | b'\n' | b'\r' => spaced.push(b' '),
            _ => spaced.push(byte),
        }
    }
    spaced.push(b' ');
}

fn count(
    automaton: &DoubleArrayAhoCorasick<u32>,
    captions: &[String],
    entries: usize,
) -> Vec<u32> {
    let mut counts = vec![0; entries];
    let mut last_caption = vec![usize::MAX; entries];
    let mut spaced = Vec::new();
    for (i, caption) in captions.iter().enumerate() {
        space(caption, &mut spaced);
        for found in automaton.find_overlapping_iter(&spaced) {
            let entry = found.value() as usize;
            if last_caption[entry] != i {
                last_caption[entry] = i;
                counts[entry] += 1;
            }
        }
    }
    counts
}

fn main() {
    let mut automaton = None;
    let mut entries = 0;
    let mut captions = Vec::new();
    for line in io::stdin().lock().lines() {
        let message: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let answer = if let Some(list) = strings(&message, "entries") {
            let start = Instant::now();
            let patterns = list.iter().map(|entry| format!(" {entry} "));
            automaton = Some(DoubleArrayAhoCorasick::<u32>::new(patterns).unwrap());
            entries = list.len();
            json!({ "version": "daachorse 1.0.1", "seconds": start.elapsed().as_secs_f64() })
        } else if let Some(list) = strings(&message, "captions") {
            captions = list;
            json!({})
        } else {
            let start = Instant::now();
            let counts = count(automaton.as_ref().unwrap(), &captions, entries);
            let seconds = start.elapsed().as_secs_f64();
            let bytes: Vec<u8> = counts.iter().flat_map(|n| n.to_le_bytes()).collect();
            let hash: String =
                Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let matches: u64 = counts.iter().map(|&n| u64::from(n)).sum();
            json!({ "seconds": seconds, "matches": matches, "hash": hash })
        };
        println!("{answer}");
        io::stdout().flush().unwrap();
    }
}
