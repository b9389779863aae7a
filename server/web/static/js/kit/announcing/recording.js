// A recording in the browser: from the microphone or a file of any kind it knows, to WAV for the hub.
const RATE = 24000;
const LONGEST_SECONDS = 30;
const QUIETEST = 0.01;

/** A recording that cannot be used; `code` is "silent", "long", "unreadable" or "microphone". */
export class NoRecording extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Where the page may listen; a page without TLS may not, and takes files only. */
export const canListen = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/** A sound file as `{ wav, seconds }`, one channel of 24 kHz. Throws NoRecording. */
export async function asRecording(file) {
  const sound = await decoded(file);
  if (sound.duration > LONGEST_SECONDS) throw new NoRecording("long");
  const samples = mixed(sound);
  if (loudest(samples) < QUIETEST) throw new NoRecording("silent");
  return { wav: new Blob([wavOf(samples)], { type: "audio/wav" }), seconds: Math.max(1, Math.round(sound.duration)) };
}

async function decoded(file) {
  try {
    return await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
  } catch {
    throw new NoRecording("unreadable");
  }
}

function mixed(sound) {
  const mono = new Float32Array(sound.length);
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
    const data = sound.getChannelData(channel);
    for (let at = 0; at < mono.length; at += 1) mono[at] += data[at] / sound.numberOfChannels;
  }
  return mono;
}

const loudest = (samples) => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** RIFF WAVE, 16 bit PCM. */
function wavOf(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, value)) * 32767, true));
  return view.buffer;
}

/** Listen to the microphone until `stop`, at most 30 s; `done` resolves to a recording or throws NoRecording. */
export class Listener {
  static async begin() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      return new Listener(stream);
    } catch {
      throw new NoRecording("microphone");
    }
  }

  constructor(stream) {
    const parts = [];
    this.recorder = new MediaRecorder(stream);
    this.recorder.ondataavailable = (event) => parts.push(event.data);
    this.done = new Promise((resolve, reject) => {
      this.recorder.onstop = () => {
        stream.getTracks().forEach((track) => track.stop());
        asRecording(new Blob(parts)).then(resolve, reject);
      };
    });
    this.recorder.start();
    // Half a second below the limit, which the container may overstep.
    this.limit = setTimeout(() => this.stop(), LONGEST_SECONDS * 1000 - 500);
  }

  stop() {
    clearTimeout(this.limit);
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }
}

/** Play a recording once on this tablet. */
export async function play(wav) {
  const context = new AudioContext();
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await wav.arrayBuffer());
  source.connect(context.destination);
  source.onended = () => context.close();
  source.start();
}
