package desk

import (
	"crypto/sha256"
	"time"

	"bianmin/app/sound"
	"bianmin/app/village"
)

// MaxVoice is for how long somebody may speak about a service.
const MaxVoice = 30 * time.Second

// What a memo is called among the files of a rating's record.
const (
	voiceFile = "voice"
	typeWAV   = "audio/wav"
)

// speak takes what somebody said with a rating (留言录音): at most [MaxVoice], and nothing
// but its samples, so that no note of a recorder leaves with it.
func speak(data []byte) ([]village.Part, error) {
	if len(data) == 0 {
		return nil, nil
	}
	clip, err := sound.Read(data)
	if err != nil || clip.Long() == 0 {
		return nil, &village.Error{Kind: village.Invalid, Field: "voice", Key: "err.rating.voice", Err: err}
	}
	plain := clip.WAV()
	if clip.Long() > MaxVoice || len(plain) > village.MaxFileBytes {
		return nil, village.Refuse("voice", "err.rating.voice_long")
	}
	sum := sha256.Sum256(plain)
	return []village.Part{{Material: voiceFile, Type: typeWAV, SHA256: sum[:], Size: int64(len(plain)), Data: plain}}, nil
}
