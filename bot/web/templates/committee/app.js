const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
const form = document.querySelector("form");
if (signed) {
  form.elements["du-lieu"].value = signed;
  form.submit();
}
