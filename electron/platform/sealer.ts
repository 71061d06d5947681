import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts texts with one 256-bit key (AES-256-GCM). */
export interface Sealer {
  /** Base64 of nonce, tag and ciphertext. */
  seal(plain: string): string;
  /** Null when the text was made with another key or was changed since. */
  open(sealed: string): string | null;
}

export const sealerKeyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export const createSealer = (key: Buffer): Sealer => ({
  seal(plain) {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  },
  open(sealed) {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length < nonceBytes + tagBytes) return null;
    // A shorter tag would be accepted too, and would be far easier to forge.
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
    } catch {
      return null; // `final` throws when the tag does not match.
    }
  },
});
