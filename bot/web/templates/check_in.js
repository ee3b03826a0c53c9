(() => {
  const renew = async () => {
    try {
      const answer = await fetch(location.pathname + "?moi");
      if (answer.ok) document.querySelector("main").innerHTML = await answer.text();
      else location.reload();
    } catch {}
  };
  setInterval(renew, 5000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) { renew(); stay(); }
  });
  const stay = () => { if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => {}); };
  stay();
})();
