//! What this computer's processor can do.

/// What llama.cpp was built to use and this processor lacks; running it would end the process without a word.
/// The list is that of the build's defaults (ggml/CMakeLists.txt: AVX2 and what comes with it).
pub(crate) fn missing() -> Option<String> {
    #[cfg(target_arch = "x86_64")]
    {
        let has = [
            ("SSE4.2", std::is_x86_feature_detected!("sse4.2")),
            ("AVX", std::is_x86_feature_detected!("avx")),
            ("AVX2", std::is_x86_feature_detected!("avx2")),
            ("BMI2", std::is_x86_feature_detected!("bmi2")),
            ("FMA", std::is_x86_feature_detected!("fma")),
            ("F16C", std::is_x86_feature_detected!("f16c")),
        ];
        let lacks: Vec<_> = has.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
        if !lacks.is_empty() {
            return Some(format!("this processor has no {}", lacks.join(", ")));
        }
    }
    None
}

/// Threads to compute with: the physical cores this process may use, but one for everything else. With all of them
/// llama.cpp's threads wait for each other as soon as anything else runs.
pub(crate) fn threads() -> u32 {
    u32::try_from(num_cpus::get_physical().min(num_cpus::get())).unwrap_or(2).saturating_sub(1).max(1)
}

/// Keeps a crash from writing the memory, and with it words said, to the disk. A limit of one byte rather than none:
/// Linux hands a core to a program (core_pattern) even at none (core(5)).
pub(crate) fn no_core_dumps() {
    #[cfg(unix)]
    {
        let limit = libc::rlimit { rlim_cur: 1, rlim_max: 1 };
        // SAFETY: reads the struct and keeps no pointer to it. That it fails changes nothing else.
        unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const limit) };
    }
}
